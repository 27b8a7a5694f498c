"""The matching engine: exact, explainable assignment of mentees to mentors.

A pure package: it knows NumPy and SciPy, and neither the database nor the web. The road through it:

    people.Profile → build.build_problem → problem.Problem → run.solve → run.Solution → explain.*
"""
