import { leaveAnyway, leaving, stayHere, unsaved } from "../unsaved.ts";
import { Modal } from "./modal.tsx";

export function LeaveDialog() {
  if (!leaving.value) return null;
  return (
    <Modal title="Leave without saving?" onClose={stayHere}>
      <p>{unsaved.value} has changes that are not saved. They will be lost.</p>
      <div class="endpoint-actions">
        <button type="button" class="primary" autofocus onClick={stayHere}>
          Stay here
        </button>
        <button type="button" class="danger" onClick={leaveAnyway}>
          Leave without saving
        </button>
      </div>
    </Modal>
  );
}
