"""How one name is usually spelt by those who write of the Caucasus: each group is one name, and no other's.

Surnames and names of places alone, of nobody and of no record: Azerbaijani, Russian and English forms, Eastern Armenian
and Western, in the reformed orthography and in the classical one, and what lists of names make of them in capitals.
"""

GROUPS = [
    # Azerbaijani ə, ı, İ, x, c, ç, ş, ğ, ö, ü; h that Russian writes as г, kh as х
    "Əhmədov Ahmadov Ahmedov Akhmedov Akhmadov Axmedov Ахмедов Ահմեդով Ախմեդով ახმედოვი",
    "Hüseynov Huseynov Huseinov Guseinov Guseynov Гусейнов Хусейнов Հուսեյնով HÜSEYNOV ჰუსეინოვი",
    "Həsənov Hasanov Gasanov Khasanov Гасанов Хасанов Հասանով HƏSƏNOV",
    "Hacıyev Haciyev Hajiyev Hadjiev Gadzhiev Gadjiev Гаджиев Հաջիև Հաջիյեւ HACIYEV",
    "İsmayılov Ismayilov Ismailov İSMAYILOV ISMAYILOV Исмаилов Исмайылов Իսմայիլով",
    "İbrahimov Ibrahimov Ibragimov İBRAHİMOV Ибрагимов Իբրահիմով იბრაჰიმოვი",
    "İlyasov Ilyasov İLYASOV Ильясов Իլյասով",
    "Xəlilov Khalilov Halilov Xalilov Халилов Խալիլով XƏLİLOV",
    "Xudayarov Khudayarov Hudayarov Худаяров Խուդայարով",
    "Ağayev Aghayev Agayev Aghaev Агаев Աղայև",
    "Qasımov Gasimov Gasymov Kasimov Kasymov Qasimov Касымов Гасымов Գասիմով QASIMOV",
    "Quliyev Guliyev Kuliev Kuliyev Кулиев Гулиев Ղուլիև Գուլիև",
    "Cabbarov Jabbarov Djabbarov Dzhabbarov Джаббаров Ջաբբարով",
    "Çingizov Chingizov Cingizov Чингизов Չինգիզով ÇİNGİZOV",
    "Şükürov Shukurov Shukyurov Шукюров Շուքյուրով",
    "Gəncə Ganja Gandja Gyandzha Ganca Гянджа Գյանջա GƏNCƏ",
    "Xankəndi Khankendi Khankandi Hankendi Ханкенди Խանքենդի",
    "Xocalı Khojaly Khojali Khodzhaly Hocali Ходжалы Խոջալու",
    "Ağdam Aghdam Agdam Агдам Աղդամ",
    "Füzuli Fuzuli Fizuli Физули Ֆիզուլի",
    "Kəlbəcər Kalbajar Kelbajar Kelbadzhar Кельбаджар Քելբաջար",
    # Armenian: Eastern and Western sounds, both orthographies
    "Hakobyan Hakobian Hagopian Agopyan Akopyan Հակոբյան Յակոբեան Акопян Агопян Hakopyan აკოფიანი",
    "Poghosyan Pogosyan Boghosian Bogosian Պողոսյան Պօղոսեան Погосян",
    "Petrosyan Petrossian Bedrosian Bedrossian Պետրոսյան Պետրոսեան Петросян ՊԵՏՐՈՍՅԱՆ",
    "Khachaturyan Khachaturian Khatchadourian Khachadurian Hachaturyan Xaçaturyan Խաչատուրյան Խաչատուրեան Хачатурян",
    "Harutyunyan Harutiunian Haroutiunian Arutyunyan Arutiunian Հարությունյան Յարութիւնեան Арутюнян",
    "Ghazaryan Ghazarian Gazaryan Kazarian Kazaryan Ղազարյան Ղազարեան Казарян Газарян",
    "Hovhannisyan Hovhannissian Hovannisian Հովհաննիսյան Յովհաննիսեան Ованнисян ՀՈՎՀԱՆՆԻՍՅԱՆ",
    "Sargsyan Sargisian Sarkisyan Sarkissian Սարգսյան Սարգսեան Саргсян Саркисян",
    "Mkrtchyan Mkrtchian Mgrtchian Mgrdichian Մկրտչյան Մկրտիչեան Մկրտչեան Мкртчян",
    "Tsaturyan Tsaturian Dzadourian Ծատուրյան Ծատուրեան Цатурян",
    "Janikian Chanikyan Tchanikian Ճանիկյան Ճանիկեան Чаникян Djanikian",
    "Jizmejian Chizmejian Djizmedjian Ճիզմէճեան Ճիզմեճյան Джизмеджян Ջիզմեջյան",
    "Avetisyan Avetissian Avedissian Avedisian Ավետիսյան Աւետիսեան Аветисян",
    "Yeghiazaryan Yeghiazarian Eghiazarian Egiazaryan Եղիազարյան Եղիազարեան Егиазарян",
    "Hayrapetyan Hairapetian Hairabedian Ayrapetyan Հայրապետյան Հայրապետեան Айрапетян",
    "Vardanyan Vartanian Vartanyan Վարդանյան Վարդանեան Варданян Vardanian",
    "Manukyan Manukian Manoukian Manougian Մանուկյան Մանուկեան Манукян",
    "Karapetyan Karapetian Garabedian Կարապետյան Կարապետեան Карапетян",
    "Ohanyan Ohanian Oganyan Оганян Օհանյան Օհանեան",
    "Grigoryan Grigorian Krikorian Գրիգորյան Գրիգորեան Григорян",
    "Yesayan Yessaian Esayan Yesaian Եսայան Եսայեան Есаян",
    "Zhamkochyan Jamgochian Zhamkochian Ժամկոչյան Ժամկոչեան Жамкочян",
    "Gevorgyan Gevorkian Kevorkian Գևորգյան Գէորգեան Геворкян Геворгян",
]

# The same with a part that is written by itself, with a hyphen, or run together; “_” stands for a blank
PARTED = [
    "Ter-Minasyan Ter_Minasyan Terminasyan Der_Minassian Der-Minasian TER-MINASYAN Տեր-Մինասյան Տեր_Մինասյան"
    " Տէր-Մինասեան Տերմինասյան Тер-Минасян Терминасян",
    "McDonald Mc_Donald Mc-Donald MCDONALD Mac_Donald MacDonald Макдональд Мак-Дональд",
    "Hacıbəyli Haci-beyli Hajibeyli Haji_Beyli Gadzhibeyli Гаджибейли Հաջիբեյլի",
]


def spellings(group: str) -> list[str]:
    return [one.replace("_", " ") for one in group.split()]
