"""The security criteria: versions, phases, and what each company answers to them."""
