import { lazy } from "./lazy.tsx";

export const LazyNumbers = lazy(async () => (await import("../numbers/numbers-screen.tsx")).NumbersScreen);
