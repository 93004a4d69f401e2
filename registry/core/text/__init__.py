"""What is known of characters: look-alikes, broken encodings, brackets, variants of Chinese characters, quantities."""
