"""Synthetic registers of natural wording, to see how the register fares with thousands: search, speed, sizes.

``make_register`` makes a register of any size from the project's own; ``write_synthetic_measures`` adds documents with their
measures to one. ``check`` finds no problem in the result. Each measure says what some office does about some matter, in
Chinese and in an English that follows it; titles and texts are put together by a seeded generator, so that the same seed
gives the same files. Imports ``command``, ``editing`` and the rooms before them.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.command import ROOT
from registry.editing.normal_form import scalar
from registry.fingerprint import fingerprint
from registry.published import FILE
from registry.vocabulary import FOLDER

GROUPS = 4
GROUP_SIZE = 20
"""Each list has GROUPS groups of GROUP_SIZE measures; a document has two lists. The last are shorter where need be."""

_MATTERS = """
医疗机构备案|filings by clinics;护士注册|registration of nurses;养老机构备案|filings by care homes;托育机构备案|filings by nurseries
民办学校设立|founding of independent schools;校外培训管理|oversight of tutoring;出租车经营资格|taxi operators’ permits;道路运输资格|road haulage permits
船舶登记|registration of ships;渔业捕捞|fishing permits;农药经营|sale of pesticides;种子生产|seed production;兽医诊所备案|filings by veterinary clinics
动物防疫|animal health checks;林木采伐|timber harvesting;取水许可|water abstraction permits;排污许可|discharge permits;危险废物转移|movement of hazardous waste
噪声治理|noise abatement;特种设备检验|testing of special equipment;计量器具检定|verification of measuring instruments;食品小作坊管理|oversight of small food workshops
网络餐饮监督|oversight of online catering;药店执业药师配备|pharmacists in drugstores;医疗器械备案|filings for medical devices;化妆品备案|filings for cosmetics
营业性演出|commercial performances;旅行社设立|founding of travel agencies;导游管理|tour guides;星级饭店评定|grading of hotels;文物修缮|repair of monuments
图书馆服务|library services;体育场馆开放|opening of sports grounds;职业技能评价|assessment of vocational skills;劳务派遣|labour dispatch
人力资源服务机构管理|recruitment agencies;工伤认定|recognition of work injuries;失业保险金申领|claims for unemployment benefit;退休审核|review of retirement
居住证办理|residence permits;身份证补办|replacement of identity cards;驾驶证换证|renewal of driving licences;机动车检验|vehicle testing;护照预约|passport appointments
港澳通行证签注|endorsements for Hong Kong and Macao;出生登记|registration of births;婚姻登记预约|appointments to marry;殡葬服务|funeral services
社会组织登记|registration of social organisations;慈善募捐备案|filings for charity appeals;残疾人证办理|disability cards;低保申请|applications for basic relief
公租房申请|applications for public rental housing;物业维修资金|building maintenance funds;房屋租赁备案|filings of tenancies;商品房预售|presale of flats
白蚁防治|termite control;瓶装气经营|sale of bottled gas;供水水质监测|testing of tap water;污水排入管网|discharge into sewers;户外广告设置|outdoor advertising
停车场备案|filings by car parks;共享单车管理|shared bicycles;公交线路调整|changes of bus routes;轨道交通安检|security checks on the metro;航道养护|upkeep of waterways
邮政普遍服务|universal postal service;快递末端网点备案|filings by courier outlets;通信基站建设|telephone masts;公共数据开放|open public data
科技计划项目申报|applications for research projects;高新技术企业认定|recognition of high-tech firms;技术合同登记|registration of technology contracts
商标注册受理|acceptance of trade marks;版权登记|registration of copyright;地理标志保护|geographical indications;老字号认定|recognition of old brands;展会备案|filings of trade fairs
预付卡管理|prepaid cards;拍卖行业管理|auctioneers;典当行管理|pawnshops;融资租赁公司管理|finance lease companies;保险代理管理|insurance agents
企业上市辅导|preparation for listing;招商项目落地|settling of investment projects;标准地出让|standard plots;工业厂房分割|division of factory buildings
绿色建筑评价|green building ratings;装配式建筑推广|prefabricated building;农房建设|rural house building;宅基地审批|approval of homestead plots
林权登记|registration of forest rights;海域使用管理|use of sea areas;采矿权管理|mining rights;地质灾害防治|prevention of landslides;气象预警发布|weather warnings
防雷检测|lightning protection tests;消防安全检查|fire safety checks;安全生产许可|work safety permits;烟花爆竹经营|sale of fireworks;保安服务管理|security guards
律师执业管理|practice of law;公证服务|notarial services;司法鉴定|forensic examination;法律援助|legal aid;商事仲裁|commercial arbitration;人民调解|people’s mediation
信访事项办理|petitions;政策文件解读|explanation of policies;热线工单办理|hotline requests;窗口服务评价|ratings of service counters;办事大厅引导|guidance in service halls
""".replace("\n", ";").strip(";").split(";")  # fmt: skip

_WAYS = (
    """
推行{matter}网上办理|Handle {matter} online;优化{matter}流程|Simplify the process for {matter};压缩{matter}时限|Shorten the time taken over {matter}
精简{matter}材料|Ask for fewer documents for {matter};实行{matter}告知承诺|Accept written undertakings for {matter};推行{matter}一次办好|Complete {matter} in one go
建立{matter}信息共享机制|Share information on {matter};开展{matter}跨部门联办|Handle {matter} jointly across departments;实行{matter}分级管理|Manage {matter} by level
下放{matter}管理权限|Delegate authority over {matter};推广{matter}手机申请|Take applications for {matter} by mobile phone;规范{matter}服务标准|Set service standards for {matter}
开通{matter}企业专窗|Open a counter for businesses for {matter};公开{matter}办理进度|Publish progress on {matter};实行{matter}容错纠错|Allow mistakes over {matter} to be put right
""".replace("\n", ";")
    .strip(";")
    .split(";")
)

_SENTENCES = """
依托全市统一的业务系统，企业和群众通过网站或手机提交{matter}申请，窗口在{days}个工作日内答复。|Through one system for the whole city, businesses and the public apply for {matter} on the website or by mobile phone, and the counter replies within {days} working days.
将{matter}所需材料由{many}份减为{few}份，能够通过部门共享取得的不再要求提交。|The documents needed for {matter} are cut from {many} to {few}; what departments can share is no longer asked for.
对信用良好的企业，{matter}实行先办后查，事后抽查比例不低于{percent}%。|For businesses in good standing, {matter} come first and checks follow, with at least {percent}% checked afterwards.
设立{matter}咨询电话，工作人员上门辅导，全年服务企业{many}00多家。|An enquiry line for {matter} was set up and staff advise on site; more than {many}00 businesses were served in the year.
各区指定专人负责{matter}，每月公布办理数量、平均用时和满意度。|Each district names a person responsible for {matter} and publishes numbers, average time and satisfaction every month.
通过数据比对自动核验{matter}申请信息，发现异常的转人工处理。|Information in applications for {matter} is compared with data automatically; anything unusual goes to staff.
申请人可以就近选择任一窗口办理{matter}，结果由快递免费送达。|Applicants may deal with {matter} at any counter near them, and the result is sent by courier free of charge.
编制{matter}办事指南和示范文本，并在现场张贴二维码供查阅。|A guide and sample forms for {matter} are drawn up, and codes to scan are posted on the spot.
对首次申请{matter}的小型企业给予费用减免，累计减免{many}万元。|Small businesses that apply for {matter} for the first time pay less; RMB {many}0,000 has been waived in all.
会同行业协会开展{matter}培训，参训人员{many}00人次。|Training on {matter} is held with trade associations, attended {many}00 times.
建立{matter}问题清单和整改台账，由牵头部门逐项销号。|Problems with {matter} are listed and registered for correction, and the lead department strikes them off one by one.
打通省、市、县三级系统，实现{matter}数据实时交换。|Systems of province, city and county are joined, so that data on {matter} are exchanged in real time.
""".strip().split("\n")

_KEYWORDS = (
    """
{matter}怎么办;{matter}要多久;{matter}在哪办;{matter}要什么材料;{matter}收费;{matter}网上办;{matter}流程;{matter}电话;{matter}条件
{matter}表格下载;代办{matter};{matter}办理点;{matter}进度查询;企业{matter};个人{matter};{matter}优惠
""".replace("\n", ";")
    .strip(";")
    .split(";")
)

_LONGEST_KEYWORD = 60
"""Characters, as the shape of measure files has it."""

_KEYWORDS_EN = (
    "{matter}", "{matter} online", "how long do {matter} take", "{matter} fees", "papers for {matter}", "{matter} near me",
    "help with {matter}", "{matter} form", "status of {matter}", "rules on {matter}",
)  # fmt: skip

_INDICATORS = (
    "starting-a-business", "construction-permits", "registering-property", "paying-taxes", "trading-across-borders",
    "enforcing-contracts", "government-services", "market-regulation", "land-use", "rule-of-law",
)  # fmt: skip
_BODIES = (
    "amr", "gsda", "psd", "hrss", "tax", "natural-resources", "housing", "commerce", "transport", "justice", "ecology",
)  # fmt: skip
_PLACES = ("guangzhou", "shenzhen", "zhuhai", "foshan", "zhongshan", "jiangmen", "huizhou", "dongguan")


@dataclass(frozen=True)
class _Text:
    zh: str
    en: str


@dataclass(frozen=True)
class _Group:
    """A group of a list: which indicator, how many measures, which bodies."""

    indicator: str
    size: int
    bodies: tuple[str, ...]


def make_register(folder: Path, size: int, seed: int = 1) -> Path:
    """Make ``folder`` a copy of the project's measures, with as many synthetic ones as make it hold ``size`` files.

    Raises ``ValueError`` where the project has more by itself.
    """
    shutil.copytree(ROOT / "measures", folder)
    own = sum(1 for path in folder.glob("*/*.yml") if path.parent.name != FOLDER)
    if size < own:
        raise ValueError(size)
    write_synthetic_measures(folder, size - own, seed)
    return folder


def write_synthetic_measures(measures: Path, count: int, seed: int = 1) -> None:
    """Add ``count`` synthetic measures to the folder ``measures``, with their documents and as published.

    It must hold a vocabulary, and none of these documents.
    """
    chance = random.Random(seed)  # noqa: S311 (the same every time is what is wanted)
    outlines, entries = [], []
    most = 2 * GROUPS * GROUP_SIZE
    for place, start in enumerate(range(0, count, most), 1):
        document = f"ceshi2020-{place}"
        left = min(most, count - start)
        lists = {"1a": _groups(min(left, most // 2), chance), "1b": _groups(left - most // 2, chance)}
        lists = {key: groups for key, groups in lists.items() if groups}
        outlines.append(_outline(document, place, lists))
        for key, groups in lists.items():
            each = (group for group in groups for _ in range(group.size))
            entries += [
                _write_measure(measures, document, key, number, group, chance)
                for number, group in enumerate(each, 1)
            ]
    for path, texts in ((measures / FOLDER / "documents.yml", outlines), (measures / FILE, entries)):
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(texts)


def _groups(size: int, chance: random.Random) -> list[_Group]:
    return [
        _Group(
            chance.choice(_INDICATORS),
            min(GROUP_SIZE, size - start),
            tuple(chance.sample(_BODIES, chance.randint(1, 6))),
        )
        for start in range(0, size, GROUP_SIZE)
    ]


def _outline(document: str, number: int, lists: dict[str, list[_Group]]) -> str:
    return "".join(f"{line}\n" for line in _outline_lines(document, number, lists))


def _outline_lines(document: str, number: int, lists: dict[str, list[_Group]]) -> Iterator[str]:
    yield from (
        f"{document}:",
        f"  number: {{zh: 测试函〔2020〕{number}号, en: 'Ce Shi Han [2020] No. {number}'}}",
        "  issuer: {zh: 测试单位, en: Test Office}",
        f"  title: {{zh: 测试文件之{number}, en: Test document {number}}}",
        f"  short_title: {{zh: 测试文件{number}, en: Test document {number}}}",
        "  year: 2020",
        "  annexes:",
        "    - {number: 1, title: {zh: 测试清单, en: Test list}}",
        "  lists:",
    )
    for part, (key, groups) in enumerate(lists.items(), 1):
        yield from (
            f"    {key}:",
            "      annex: 1",
            f"      part: {part}",
            f"      adoption: {_adoption(key)}",
            f"      heading: {{zh: 测试清单第{part}部分, en: Test list part {part}}}",
            f"      name: {{zh: 测试{part}, en: Test {part}}}",
            "      groups:",
        )
        for place, group in enumerate(groups, 1):
            yield from (
                f"        - heading: {{zh: 第{place}组, en: Group {place}}}",
                f"          indicator: {group.indicator}",
                f"          measures: {group.size}",
                f"          responsible: [{', '.join(group.bodies)}]",
            )


def _adoption(key: str) -> str:
    return "replicate" if key == "1a" else "reference"


def _write_measure(
    folder: Path, document: str, key: str, number: int, group: _Group, chance: random.Random
) -> str:
    """Write a measure's file; return its entry in the record of what is published."""
    identifier = f"{document}-{key}-{number:02d}"
    matter = _pair(chance.choice(_MATTERS))
    title = _filled(_pair(chance.choice(_WAYS)), matter, chance)
    said = [_filled(_pair(each), matter, chance) for each in chance.sample(_SENTENCES, chance.randint(2, 6))]
    cut = chance.randint(1, len(said))
    paragraphs = [part for part in (said[:cut], said[cut:]) if part]
    practice = _Text(
        "\n\n".join("".join(each.zh for each in paragraph) for paragraph in paragraphs),
        "\n\n".join(" ".join(each.en for each in paragraph) for paragraph in paragraphs),
    )
    words = [word.format(matter=matter.zh) for word in chance.sample(_KEYWORDS, chance.randint(6, 14))]
    words_en = [word.format(matter=matter.en) for word in chance.sample(_KEYWORDS_EN, chance.randint(4, 9))]
    words_en = [word for word in words_en if len(word) <= _LONGEST_KEYWORD]
    remark = "remark: deployed\n" if chance.random() < 0.2 else ""
    official = scalar(fingerprint(title.zh, practice.zh), inside=True)
    text = f"""# yaml-language-server: $schema=../../registry/schema/measure.json
id: {identifier}
indicator: {group.indicator}
source: {{document: {document}, list: {key}, number: {number}}}
adoption: {_adoption(key)}
title:
  zh: {title.zh}
  en: {title.en}
practice:
  zh: |
{_indented(practice.zh)}  en: |
{_indented(practice.en)}responsible: [{", ".join(group.bodies)}]
others_responsible: false
{remark}origin: [{chance.choice(_PLACES)}]
keywords:
  zh: [{", ".join(words)}]
  en: [{", ".join(words_en)}]
translation: {{of: {official}, status: unofficial}}
"""
    path = folder / group.indicator / f"{identifier}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return f"- {{id: {identifier}, date: 2026-11-23, text: {official}}}\n"


def _pair(words: str) -> _Text:
    zh, en = words.split("|")
    return _Text(zh, en)


def _filled(template: _Text, matter: _Text, chance: random.Random) -> _Text:
    many = chance.randint(6, 40)
    values = {
        "days": chance.randint(2, 9),
        "many": many,
        "few": chance.randint(2, 5),
        "percent": chance.randint(3, 30),
    }
    zh = template.zh.format(matter=matter.zh, **values)
    return _Text(zh, template.en.format(matter=matter.en, **values))


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.split("\n"))
