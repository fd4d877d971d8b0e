"""`replay`: the rules over check-in logs. No database, no network, no clock."""
