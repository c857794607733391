"""The use-cases of evidence, by what is done: taking a file in, finding and changing rows, sweeping the store."""
