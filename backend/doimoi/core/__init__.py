"""What every part of the product stands on. It knows nothing of wards, plans or indicators."""
