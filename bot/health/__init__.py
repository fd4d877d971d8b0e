"""How the machine and the bot are, for whoever runs them: never a name, an id or a knee.

It must answer when the bot cannot: every probe runs beside the bot, ends in time, and what it
cannot find out is itself a reason.
"""
