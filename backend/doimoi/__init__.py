"""Đổi Mới: runs and proves a ward's innovation plan, from the register to the public page."""

__version__ = "0.1.0"
