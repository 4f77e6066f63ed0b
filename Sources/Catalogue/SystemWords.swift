// What the operating system says of a failure, in Chinese. It comes into sentences as an argument,
// in the system's English; what is not listed here stays as it came.

/// The system's own words in the languages of the product.
enum SystemWords {
  /// An argument as a reader of a language reads it.
  static func text(_ argument: String, in language: Language) -> String {
    language == .zh ? chinese[argument] ?? argument : argument
  }

  /// By what `strerror` gives in the C locale.
  private static let chinese = [
    "Address already in use": "端口已被占用",
    "Broken pipe": "连接已断开",
    "Cannot allocate memory": "内存不够",
    "Cannot assign requested address": "本机没有这个地址",
    "Connection refused": "对方没有接受连接",
    "Connection reset by peer": "连接被对方断开",
    "Connection timed out": "连接超时",
    "Device or resource busy": "设备正忙",
    "Directory not empty": "目录不空",
    "Disk quota exceeded": "磁盘配额已用完",
    "File exists": "已有同名文件",
    "File name too long": "文件名太长",
    "File too large": "文件超过了大小限制",
    "Host is down": "对方主机没有开机",
    "Input/output error": "磁盘读写出错",
    "Is a directory": "这是一个目录",
    "Network is down": "网络已断开",
    "Network is unreachable": "网络不通",
    "No route to host": "到不了对方主机",
    "No space left on device": "磁盘已满",
    "No such file or directory": "没有这个文件或目录",
    "Not a directory": "这不是目录",
    "Operation not permitted": "系统不允许这样做",
    "Permission denied": "没有权限",
    "Read-only file system": "磁盘是只读的",
    "Too many open files": "打开的文件太多",
  ]
}
