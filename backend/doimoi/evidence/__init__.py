"""Evidence: the files that prove what a unit reports. What a file proves is said by whoever links to it; here a file is
received, checked, kept once per content, shown to those who see its unit, and served so that it can harm nobody."""
