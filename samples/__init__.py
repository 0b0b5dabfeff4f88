"""The invented sites: authored texts in articles/, what is derived from them, and the answers."""
