"""Large volumes: the rows that the actions would leave, loaded by the thousand."""
