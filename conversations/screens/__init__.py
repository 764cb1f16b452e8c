"""What the pages of conversations show, in words chosen here, not in templates."""
