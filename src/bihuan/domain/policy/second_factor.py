"""Work for which a password alone is too little (GB/T 22239-2019, 8.1.4.1 d)."""

from bihuan.domain.roles import Role

NEEDS_SECOND_FACTOR = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.CLERK,
        Role.VERIFIER,
        Role.SAFEGUARDS_OFFICER,
        Role.PRESS_OFFICER,
        # Those who sign: decisions, minutes, plans, suspensions.
        Role.CITY_LEADER,
        Role.COUNTY_PRINCIPAL,
        Role.OFFICE_HEAD,
    }
)
