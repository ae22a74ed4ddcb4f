"""`ikc publiceer`: the public edition leaves for a website, after every check and with somebody's name under it."""
