"""Made-up names and texts by the hundred, for tests that draw many: nobody who exists is called so."""

import random
import re

_GIVEN = ["Zqvard", "Quix", "Mado", "Fikt", "Inven", "Blank", "Sampl", "Dumm", "Exemp", "Imagin", "Pret", "Sham"]
_GIVEN_ENDS = ["an", "en", "ik", "o", "ar", "ush", "a", "il"]
_FAMILY = ["Madeup", "Fictit", "Quixot", "Invent", "Nonesuch", "Pretend", "Zqpetros", "Imagin", "Sampler", "Nowher"]
_FAMILY_ENDS = ["yan", "ian", "yants", "ov", "ova", "zade", "li", "oglu", "ev", "enko"]
_OTHERS = ["Vorbax", "Telumon", "Grisaf", "Kolmet", "Wexford", "Lumbar", "Drozen", "Hallib", "Yarrow", "Osprey"]
_WORDS = re.findall(
    r"\S+",
    """
the of and to in was were that on by with from at for he she they his her their who had been said after before when
where there not no two three seven captured taken held prison camp village road house night morning soldiers civilians
women brother mother father son wounded beaten released returned exchanged handed over statement ministry court trial
lawyer witness told wrote published video phone recording picture article report newspaper commission committee red
cross mission embassy president minister parliament human rights defender international armed conflict border town
mountain river November October September ceasefire agreement January number people captives prisoners war detainees
Armenia Armenian Azerbaijan Azerbaijani Russian European Yerevan Baku Shushi Shusha Hadrut Stepanakert Khankendi
մարդիկ գերի զինվոր քաղաք գյուղ պատերազմ դատարան նախարար հայտնեց տեսանյութ ազատ արձակվեց
военнопленные пленных город село суд приговор министерство заявил видео возвращены Армения Азербайджан
əsir şəhər kənd məhkəmə nazirlik bildirib video qaytarılıb müharibə
""",
)


def protected_names(draw: random.Random, number: int) -> list[str]:
    """Names of persons who are protected, some with a patronymic between."""
    return [_name(draw) for _ in range(number)]


def text(draw: random.Random) -> str:
    """Some sentences, among them names that none of the protected has, and addresses."""
    sentences = [" ".join(draw.choices(_WORDS, k=draw.randint(6, 18))) for _ in range(draw.randint(1, 6))]
    if draw.random() < 0.6:
        sentences.append(f"{draw.choice(_OTHERS)} {draw.choice(_OTHERS)}yan was among them")
    if draw.random() < 0.3:
        sentences.append(f"See https://example.org/{'-'.join(draw.choices(_WORDS, k=4))}/{draw.randint(1, 9999)}")
    draw.shuffle(sentences)
    return ". ".join(one[0].upper() + one[1:] for one in sentences) + "."


def _name(draw: random.Random) -> str:
    given = draw.choice(_GIVEN) + draw.choice(_GIVEN_ENDS)
    father = f" {draw.choice(_GIVEN)}i" if draw.random() < 0.2 else ""
    return f"{given}{father} {draw.choice(_FAMILY)}{draw.choice(_FAMILY_ENDS)}"
