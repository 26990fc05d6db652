"""The words of what can be unsafe about an installation, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concern:
    """One unsafe thing. ``grave`` ones refuse a start outside the demo."""

    code: str
    zh: str
    en: str
    grave: bool = True


_WORDS = {
    "settings_unreadable": (
        "settings.toml 无法读取：{about}",
        "settings.toml cannot be read: {about}",
    ),
    "setting_unknown": (
        "settings.toml 里没有“{about}”这个设置；请核对拼写。",
        "settings.toml names `{about}`, which is no setting; check the spelling.",
    ),
    "setting_wrong_kind": (
        "settings.toml 里“{about}”的写法不对：真假写 true/false，文字写在引号中，主机名写成列表。",
        "settings.toml gives `{about}` in a wrong form: true/false, quoted text or a list.",
    ),
    "setting_no_address": (
        'settings.toml 里“{about}”应为地址或网段的列表，例如 ["10.0.0.5"]。',
        'settings.toml: `{about}` is a list of addresses or networks, such as ["10.0.0.5"].',
    ),
    "file_missing": (
        "缺少文件 {about}；请取回另行保管的文件，或者把备份恢复到空目录（恢复时生成新的）。",
        "{about} is missing; bring back the one kept elsewhere, or restore into an empty place.",
    ),
    "file_readable": (
        "文件 {about} 可被他人读取；请改为 0600。",
        "Others can read {about}; set its mode to 0600.",
    ),
    "file_writable": (
        "文件 {about} 可被他人改写；请改为 0600。",
        "Others can change {about}; set its mode to 0600.",
    ),
    "folder_open": (
        "数据目录 {about} 对他人开放；请改为 0700。",
        "Others can look into {about}; set its mode to 0700.",
    ),
    "folder_on_network": (
        "数据目录在网络文件系统（{about}）上，断电时会丢数据；请放到本机磁盘。",
        "The data directory lies on a network file system ({about}); use a disk of this machine.",
    ),
    "secret_short": ("密钥太短。", "The secret key is too short."),
    "secret_guessable": (
        "密钥不是随机生成的；请删除 secret.key 后重新生成。",
        "The secret key is not random; replace secret.key by a generated one.",
    ),
    "key_not_readable": (
        "签名密钥 {about} 不是可用的密钥；请从异地副本恢复。",
        "{about} is no usable signing key; bring it back from its copy.",
    ),
    "keys_differ": (
        "签名公钥 {about} 与私钥不配；请从异地副本恢复。",
        "{about} does not belong to the private key; bring it back from its copy.",
    ),
    "debug_on": ("调试模式不能对外服务。", "Debug mode is on."),
    "log_talkative": (
        "日志级别 {about} 会写下过多内容；请用 INFO 或更高。",
        "The log level {about} writes down too much; use INFO or above.",
    ),
    "demo": (
        "这是演示库：数据为示意，不得用于真实处置。",
        "This is a demonstration database: not for a real emergency.",
    ),
    "demo_accounts": (
        "库里有演示账号（{about} 个），不能作为真实城市启动；请用 bihuan setup 新建。",
        "It holds {about} accounts of the demo; make a real city with `bihuan setup`.",
    ),
    "account_unrecorded": (
        "有账号在存证链中没有记载：{about}。请停用并查明由来。",
        "Accounts that the ledger does not know: {about}. Find out where they come from.",
    ),
    "calendar_year_missing": (
        "{about} 年的节假日与调休尚未录入：按周一至周五计算工作日。",
        "The holidays of {about} are not entered: Monday to Friday count as working days.",
    ),
    "no_tls": (
        "未启用 TLS，却要对外监听；请在 settings.toml 设 tls = true。",
        "It would listen to others without TLS; set `tls = true` in settings.toml.",
    ),
    "no_host_named": (
        "要对外监听，却没有写明主机名；请在 settings.toml 写 hosts。",
        "It would listen to others without a host name; name it under `hosts` in settings.toml.",
    ),
    "any_host": (
        "hosts 不能用通配（{about}）；请写明主机名。",
        "hosts must name each host, not {about}.",
    ),
    "base_url_wrong": (
        "base_url 不是可用的网址：{about}",
        "base_url is no usable address: {about}",
    ),
    "base_url_plain": (
        "base_url 指向本机以外却不是 https：{about}",
        "base_url leads elsewhere than this machine without https: {about}",
    ),
    "certificate_alone": (
        "证书与密钥要一起给出（--tls-cert、--tls-key）。",
        "The certificate and its key belong together (--tls-cert, --tls-key).",
    ),
    "certificate_missing": (
        "没有证书或密钥文件 {about}；请核对 --tls-cert、--tls-key 的路径。",
        "There is no certificate or key {about}; check the paths of --tls-cert and --tls-key.",
    ),
    "base_url_here": (
        "要对外监听，base_url 却仍是本机地址 {about}，链接和二维码在别处打不开；请写对外网址。",
        "base_url is {about}, this machine: links would open nowhere else. Write the public one.",
    ),
    "certificate_unused": (
        "给了证书，settings.toml 却是 tls = false；请改为 true。",
        "There is a certificate, yet settings.toml says `tls = false`; set it to true.",
    ),
    "sqlite_version": (
        "SQLite {about} 有已知缺陷，已改用单一检查点；建议升级。",
        "SQLite {about} has a known flaw; one checkpointer is used. Upgrade it.",
    ),
    "history_unguarded": (
        "数据库里保护存证链的触发器 {about} 缺失或被改动；请查明是谁所为，再从备份恢复。",
        "The ledger's guard {about} is missing or changed; find out by whom, restore a backup.",
    ),
    "root_missing": (
        "存证链自 {about} 起没有签名日根（已满 36 小时）；请冻结当晚报告并检查时钟进程。",
        "No signed root since {about}, 36 hours or more: freeze the report, look at the clock.",
    ),
    "clock_behind_record": (
        "存证链最后一条记于 {about}，晚于本机时钟；请先校准时钟，再按 docs/operate.zh-CN.md 处理。",
        "The ledger ends at {about}, ahead of this machine's clock: set it right, docs/operate.md.",
    ),
    "backups_by_hand": (
        "没有写明每小时备份的文件夹，备份只靠手工；请在 settings.toml 写 backups。",
        "Backups are made by hand only; name a folder for hourly ones (`backups`, settings.toml).",
    ),
    "backups_missing": (
        "存放备份的文件夹 {about} 不存在；请先建立。",
        "The folder for backups, {about}, does not exist; make it.",
    ),
    "backups_on_one_disk": (
        "备份文件夹 {about} 与数据在同一块磁盘上，磁盘损坏时会一起丢失；请换到别处。",
        "The folder for backups, {about}, lies on the city's own disk; a lost disk takes both.",
    ),
    "restore_never_proven": (
        "备份从未验证恢复过；请运行 bihuan restore 备份文件 --drill。",
        "No backup was ever restored and proven; run `bihuan restore FILE --drill`.",
    ),
    "restore_proof_old": (
        "上次验证恢复已过 {about} 天；请每周运行 bihuan restore 备份文件 --drill。",
        "A restore was last proven {about} days ago; run `bihuan restore FILE --drill` weekly.",
    ),
    "restore_failed": (
        "最近一次恢复演练未通过；请换一份备份再做，并查明原因。",
        "The last restore drill failed; make another backup, prove it and find out why.",
    ),
    "not_durable": (
        "数据库设置 {about} 会在断电时丢失已确认的数据。",
        "The database setting {about} would lose confirmed data in a power cut.",
    ),
}
CODES = frozenset(_WORDS)


def concern(code: str, about: object = "", *, grave: bool = True) -> Concern:
    """Return a concern in words."""
    zh, en = _WORDS[code]
    return Concern(code, zh.format(about=about), en.format(about=about), grave)
