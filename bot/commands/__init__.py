"""The program's commands. Each loads only what it needs: `--help` and refusals are quick."""
