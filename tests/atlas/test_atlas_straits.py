"""Nobody walks over the sea."""

import pytest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((51.5, 142.8), (51.9, 140.5), id="Sakhalin-mainland"),
        pytest.param((42.8, 141.5), (40.8, 140.8), id="Hokkaido-Honshu"),
        pytest.param((43.4, 145.1), (44.03, 145.85), id="Hokkaido-Kunashir"),
        pytest.param((50.73, 156.30), (51.4, 156.8), id="Shumshu-Kamchatka"),
        pytest.param((50.73, 156.30), (50.4, 155.8), id="Shumshu-Paramushir"),
        pytest.param((33.6, 130.8), (34.15, 131.2), id="Kyushu-Honshu"),
        pytest.param((44.4, 146.2), (44.9, 147.4), id="Kunashir-Iturup"),
        pytest.param((45.4, 141.8), (46.3, 142.1), id="Hokkaido-Sakhalin"),
    ],
)
def test_no_land_edge_joins(atlas, starts, one, other):
    first = atlas.landmass[atlas.cell_at(*one, land=True)]
    second = atlas.landmass[atlas.cell_at(*other, land=True)]
    assert first != second
    ends = {first, second}
    walk = atlas.width_m > 0
    pairs = zip(
        atlas.landmass[starts[walk]].tolist(), atlas.landmass[atlas.neighbor[walk]].tolist(), strict=True
    )
    assert not any({a, b} == ends for a, b in set(pairs))


def test_the_mainland_is_in_one_piece(atlas):
    mainland = atlas.landmass == 0
    front, reached = [atlas.cell_at(45.76, 126.64)], set()
    while front:
        cell = front.pop()
        if cell in reached:
            continue
        reached.add(cell)
        low, high = atlas.offset[cell], atlas.offset[cell + 1]
        front += atlas.neighbor[low:high][atlas.width_m[low:high] > 0].tolist()
    assert len(reached) == mainland.sum()


def test_korea_belongs_to_the_mainland(atlas):
    assert atlas.landmass[atlas.cell_at(35.3, 128.6, land=True)] == 0
