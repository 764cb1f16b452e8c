"""The pages around signing in: how one comes in, stays in, and looks after that."""
