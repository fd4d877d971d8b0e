"""A cohort that never existed lives through the real bot: does every prompt end, exactly once?"""
