"""Integer codes shared by the compiler, the kernels and the readers of results.

Codes are part of the result version: append, never renumber.
"""

from __future__ import annotations

# Sides: index 0 and 1; NOBODY marks a cell without controller.
NOBODY = 2

# Mobility classes (order of the march table in the parameters).
FOOT, HORSE, MOTOR, TANK = range(4)
MOBILITY = ("foot", "horse", "motor", "tank")

# Ground under the march along an edge (order of the march table in the parameters).
ROAD, TRACK, OPEN, HILLS, MOUNTAIN, SWAMP, DESERT = range(7)
GROUND = ("road", "track", "open", "hills", "mountain", "swamp", "desert")

# Gauge of a field railway (gauge codes of the atlas).
NARROW = 4

# What carries a railway along an edge and can be blown up: bridges by river class, then tunnels.
TUNNEL = 4

# Row of World.field_row with the fields of troop trains, after those of the mobility classes.
TRAIN = 4

# A unit and its train.
NO_TRAIN, LOADING, ROLLING, UNLOADING = range(4)

# River classes of an edge.
NO_RIVER, MINOR, MEDIUM, MAJOR = range(4)

# Works in a cell.
NO_WORKS, FORTIFIED, CONCRETE = range(3)

# Postures a plan can order.
ATTACK, PURSUE, PROBE, HOLD, DELAY, WITHDRAW, MASK, REGROUP = range(8)
POSTURES = ("attack", "pursue", "probe", "hold", "delay", "withdraw", "mask", "regroup")

# Rain of a day.
DRY, RAIN, HEAVY_RAIN = range(3)

# Conditions of a plan row.
ALWAYS, DAY_AT_LEAST, CAPTURED_BY_OWN, LOST_TO_ENEMY, THREATENED, CEASEFIRE_ORDERED = range(6)

# Kinds of lift; an axis without one is marched.
NO_LIFT, BY_SEA, BY_RIVER, BY_AIR = range(4)
LIFTS = ("none", "sea", "river", "air")

# What the aircraft of a group are for.
FIGHTER, GROUND_ATTACK, BOMBER, TRANSPORT, MIXED = range(5)
AIRCRAFT = ("fighter", "ground-attack", "bomber", "transport", "mixed")

# What has become of a unit.
WAITING, ACTIVE, SHATTERED, SURRENDERED, DISBANDED, NOT_ACTING, ABOARD = range(7)
STATUS = ("waiting", "active", "shattered", "surrendered", "disbanded", "not_acting", "aboard")

# What a headquarters is doing.
PRESENT, ABSENT, MOVING, OVERRUN_HQ = range(4)
HQ_STATUS = ("present", "absent", "moving", "overrun")

# Echelons of command, in the order of the order_delay parameters.
DIVISION, CORPS, ARMY, FRONT, SUPREME = range(5)
LEVELS = ("division", "corps", "army", "front", "supreme")

# Events (names as written to events.parquet).
EVENTS = (
    "place_reached",
    "place_captured",
    "place_lost",
    "surrounded",
    "relieved",
    "isolated",
    "supply_restored",
    "out_of_fuel",
    "retreat",
    "repulsed",
    "breakthrough",
    "shattered",
    "surrendered",
    "disbanded",
    "works_invested",
    "works_fallen",
    "link_up",
    "bridge_demolished",
    "ceased_fire",
    "overrun",
    "bypassed",
    "hq_learns",
    "hq_overrun",
    "contact_lost",
    "contact_regained",
    "arms_laid_down",
    "mutinied",
    "fuel_flown_in",
    "airfield_opened",
    "special_attack",
    "bridge_bombed",
    "high_water",
    "water_fell",
    "bridge_swept_away",
    "embarked",
    "landed",
    "landing_repulsed",
    "air_landed",
    "craft_mined",
    "craft_shelled",
    "turned_back",
    "entrained",
    "detrained",
    "railway_repaired",
    "rolling_stock_captured",
    "depot_captured",
    "place_cleared",
    "council_deadlocked",
    "peace_offered",
    "surrender_decided",
    "rescript_issued",
    "coup_attempted",
    "ceasefire_ordered",
)
(
    PLACE_REACHED,
    PLACE_CAPTURED,
    PLACE_LOST,
    SURROUNDED_EVENT,
    RELIEVED,
    ISOLATED_EVENT,
    SUPPLY_RESTORED,
    OUT_OF_FUEL,
    RETREAT,
    REPULSED,
    BREAKTHROUGH,
    SHATTERED_EVENT,
    SURRENDERED_EVENT,
    DISBANDED_EVENT,
    WORKS_INVESTED,
    WORKS_FALLEN,
    LINK_UP,
    BRIDGE_DEMOLISHED,
    CEASED_FIRE,
    OVERRUN,
    BYPASSED,
    HQ_LEARNS,
    HQ_OVERRUN,
    CONTACT_LOST,
    CONTACT_REGAINED,
    ARMS_LAID_DOWN,
    MUTINIED,
    FUEL_FLOWN_IN,
    AIRFIELD_OPENED,
    SPECIAL_ATTACK,
    BRIDGE_BOMBED,
    HIGH_WATER,
    WATER_FELL,
    BRIDGE_SWEPT_AWAY,
    EMBARKED,
    LANDED,
    LANDING_REPULSED,
    AIR_LANDED,
    CRAFT_MINED,
    CRAFT_SHELLED,
    TURNED_BACK,
    ENTRAINED,
    DETRAINED,
    RAILWAY_REPAIRED,
    ROLLING_STOCK_CAPTURED,
    DEPOT_CAPTURED,
    PLACE_CLEARED,
    COUNCIL_DEADLOCKED,
    PEACE_OFFERED,
    SURRENDER_DECIDED,
    RESCRIPT_ISSUED,
    COUP_ATTEMPTED,
    CEASEFIRE_ORDER_EVENT,
) = range(len(EVENTS))

# What moves a council: a dated event, something that grows with time, ground lost, men lost.
EVENT, DRIFT, GROUND_LOST, MEN_LOST = range(4)
SHOCKS = ("event", "drift", "ground_lost", "men_lost")

# Where a council stands.
AT_WAR, OFFERED, DECIDED = range(3)

# Daily columns of a formation (order of the array behind daily.parquet).
DAILY = (
    "strength",
    "killed",
    "wounded",
    "sick",
    "missing",
    "captured",
    "noncombat_dead",
    "deserted",
    "tanks",
    "tanks_lost",
    "guns_lost",
    "fuel",
    "ammunition",
    "isolated_units",
    "out_of_contact",
    "flown_in",
    "sorties",
    "aircraft_lost",
    "craft_lost",
    "units_by_rail",
    "captured_supplies",
)
SORTIES = DAILY.index("sorties")
AIRCRAFT_LOST = DAILY.index("aircraft_lost")
CRAFT_LOST = DAILY.index("craft_lost")
UNITS_BY_RAIL = DAILY.index("units_by_rail")
CAPTURED_SUPPLIES = DAILY.index("captured_supplies")

# Sinks of men (order of State.lost).
KILLED, WOUNDED, SICK, MISSING, CAPTURED, NONCOMBAT_DEAD, DESERTED = range(7)
SINKS = ("killed", "wounded", "sick", "missing", "captured", "noncombat_dead", "deserted")

N_SUMS = 12  # what is summed up of a side in an engagement (combat/sides.py)
MAN = 256  # men and all that becomes of them are counted in 1/256 man
TRAFFIC_PER_VEHICLE = 20  # 500 vehicles weigh as much on a road as 10,000 men (rules.md, DE)
DIVISION_EQUIVALENT = 10_000  # traffic units
NEVER = 1_000_000_000
UNREACHED = 1 << 30
CLOSED = -1  # ground that a side's supply may not enter
UNREACHABLE = 65535  # in the cost-to-go fields
FIELD_MINUTES = 4  # unit of the cost-to-go fields: 65,534 of them are half a year of march
