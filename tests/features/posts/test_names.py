"""A post is called by its unit and title, and no place is said twice."""

import pytest

from bihuan.features.posts.selectors.posts import full_name


@pytest.mark.parametrize(
    ("unit", "title", "between", "wanted"),
    [
        ("商会社区", "商会社区值班岗", "", "商会社区值班岗"),
        ("尧都区消防救援大队", "尧都区消防联络岗", "", "尧都区消防救援大队消防联络岗"),
        ("尧都区公安局", "尧都区交通岗", " ", "尧都区公安局 交通岗"),
        ("市督查办", "文书岗", "", "市督查办文书岗"),
        ("尧都区滨河街道办事处", "尧都区值班岗", "", "尧都区滨河街道办事处尧都区值班岗"),
        ("Yaodu District Fire and Rescue", "Yaodu District Fire Liaison", " ",
         "Yaodu District Fire and Rescue Fire Liaison"),
        ("Yaodu District", "Yaodu District Duty Post", " ", "Yaodu District Duty Post"),
        ("Supervision Office", "Clerk", " ", "Supervision Office Clerk"),
        ("尧都区", "尧都区", "", "尧都区"),
        ("市督查二组", "督查二组督查岗", "", "市督查二组督查岗"),
        ("尧都区民政局", "民政局值班岗", " ", "尧都区民政局值班岗"),
        ("市政府办公室", "政府办复核岗", "", "市政府办公室政府办复核岗"),
    ],
)  # fmt: skip
def test_unit_and_title_are_said_once(unit, title, between, wanted):
    assert full_name(unit, title, between) == wanted
