"""How well lasting rises of pain are found: simulated runners, our rule, its peers, the limit."""
