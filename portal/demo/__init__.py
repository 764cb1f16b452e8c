"""The demonstration: four invented companies, their officials, what they said."""
