"""What is a runner's own: plan, pause, settings, data, leaving; and the pages that help."""
