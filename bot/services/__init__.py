"""Hands: one use case a function, one transaction a use case: gather, decide, act.

A service writes keys and parameters, never words; whatever is to be said goes to the outbox in
the same transaction. It never talks to Telegram and never asks the time.
"""
