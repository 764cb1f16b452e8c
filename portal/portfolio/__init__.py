"""The companies that an official looks after: who waits, who is silent, what is due."""
