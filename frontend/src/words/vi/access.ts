/** Words of signing in, one-time links and one's own account. */
export const access = {
  signIn: "Đăng nhập",
  username: "Tên đăng nhập",
  password: "Mật khẩu",
  forgot: "Quên mật khẩu?",
  forgotHint: "Quản trị của phường in cho bạn một liên kết mới, dùng một lần.",
} as const;
