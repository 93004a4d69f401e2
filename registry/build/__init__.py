"""Builds: what is made, what is taken over from the last build, and how a new site takes the place of the old one."""
