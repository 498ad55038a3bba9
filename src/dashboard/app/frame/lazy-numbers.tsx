import { lazyPage } from "./lazy.tsx";

export const LazyNumbers = lazyPage(
  async () => (await import("../numbers/numbers-screen.tsx")).NumbersScreen,
);
