SAMPLE_RATE = 16_000
class InputError(ValueError):
    "Something the caller gave is wrong; the message is one line: what, where, how to mend."
