import { lazy } from "./lazy.tsx";

export const LazyBulkDialog = lazy(async () => (await import("../bulk/bulk-dialog.tsx")).BulkDialog, {
  whileLoading: null,
});
