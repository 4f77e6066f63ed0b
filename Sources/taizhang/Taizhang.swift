// The executable: nothing but the door to Commands.

internal import Commands

@main
enum Taizhang {
  static func main() async {
    await TaizhangProgram.main()
  }
}
