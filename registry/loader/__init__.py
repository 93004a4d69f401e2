"""From the bytes of a YAML file to typed values with their places."""
