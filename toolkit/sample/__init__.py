"""What does a provider look like whose records hold known troubles? (The synthetic sample.)"""

from toolkit.sample.write import SampleWritten, write_sample

__all__ = ["SampleWritten", "write_sample"]
