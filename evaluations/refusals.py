"""Why something cannot be done with quotes, certificates or shared results."""


class Refusal(Exception):
    """``rule`` names what stands against it, ``message`` says it to the person who tried."""

    def __init__(self, rule, message):
        super().__init__(message)
        self.rule = rule
        self.message = message
