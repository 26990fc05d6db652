"""Scenario files that the tests of the command start from."""

GOOD = """\
name: {zh: 第二档, en: Tier T2}
profile: drill-generic
level: II
major_epidemic: true
days: 40
residents: 40000
seeds: {cases: 20, zones: [141002000000000]}
measures:
  - {code: M10, tier: T2, zones: [141002000000000], from: 5, until: 15, adherence: 0.8}
screening:
  - {from: 5, until: 15, every: 2, samplers: 20, pool: 10, tubes_per_day: 500}
detection: {care_per_day: 0.2, trace: {household: 0.9, work: 0.4}}
capacity: {rooms: 50, rooms_per_case: 2, stay_days: 7, beds: 20, strain: 2.0}
"""
VECTOR = """\
name: {zh: 清积水, en: Campaign}
profile: chikungunya-dengue
level: III
days: 60
seeds: {cases: 10}
measures:
  - {code: M02, from: 10, until: 40, adherence: 0.7}
"""
