"""The leak gate: no published file holds what names a child, a delivery, a key or this machine."""
