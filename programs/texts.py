"""What a new program says of itself until its coordinator writes something better."""

from django.utils.translation import gettext as _


def default_texts():
    """``{field: text}`` of eligibility, success measures, benefits and demands."""
    return {
        "success_measures": _(
            "At least nine of ten pairs meet every month.\n"
            "Four of five mentees reach at least one of their goals.\n"
            "Four of five on both sides would recommend the program to a colleague."
        ),
        "eligibility": _(
            "Mentees are about to take a larger step: a first team, a first management role, "
            "another function. They have been with their company for a year or longer.\n"
            "Mentors have taken such a step themselves and want to listen more than to tell.\n"
            "Both take part because they want to. Nobody can be sent."
        ),
        "benefits": _(
            "Mentees get a year with somebody who has walked the path, who has no say in their "
            "career and no share in their company's politics.\n"
            "Mentors see another company from the inside, practice listening, and look at their "
            "own people with fresh eyes.\n"
            "Both are trained for their role and guided through the year."
        ),
        "demands": _(
            "One meeting of one to two hours a month, for a year, by video or in person.\n"
            "About two hours of training before the first meeting.\n"
            "Four short progress checks and three evaluations of eight minutes at most.\n"
            "What is said between the two stays between them. Neither recruits the other or sells "
            "to the other's company."
        ),
    }
