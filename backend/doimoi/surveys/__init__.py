"""Satisfaction surveys: rounds of a unit for a period, their questionnaires, anonymous answers, and what they prove.

An answer belongs to a round and a way of answering, never to a person: it carries no address, no account and no time
finer than a day. What a round proves is a rate with its interval and a verdict, never the rate alone.
"""
