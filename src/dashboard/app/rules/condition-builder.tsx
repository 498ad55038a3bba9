import { useState } from "preact/hooks";
import { t } from "../language.ts";
import { CheckForm } from "./check-form.tsx";
import { kindOfCheck, STARTS } from "./check-fields.ts";
import type { Condition, Group, GroupKind } from "./condition.ts";
import {
  groupOf,
  isCheck,
  isGroup,
  isNot,
  kindOf,
  membersOf,
  withMember,
  withNewMember,
} from "./condition.ts";
import { RefusalText, useRefusals } from "./problems.tsx";
import type { WordList } from "./rules-api.ts";

interface BuilderProps<Node extends Condition> {
  node: Node;
  pointer: string;
  lists: readonly WordList[];
  onChange: (node: Condition | null) => void;
}

/** The root of a rule's conditions; every group below it looks the same. */
export const ConditionBuilder = (props: BuilderProps<Group>) => <GroupForm {...props} isRoot />;

const GROUP_WORDS: readonly [GroupKind, string][] = [
  ["all", t("All of these are true")],
  ["any", t("At least one of these is true")],
];

function GroupForm({
  node,
  pointer,
  lists,
  onChange,
  isRoot = false,
}: BuilderProps<Group> & { isRoot?: boolean }) {
  const kind = kindOf(node);
  const members = membersOf(node);
  const refusals = [
    ...useRefusals(pointer, { exactly: true }),
    ...useRefusals(`${pointer}/${kind}`, { exactly: true }),
  ];
  return (
    <div
      class={isRoot ? "group root" : "group"}
      role="group"
      aria-label={isRoot ? t("Conditions") : t("Group of conditions")}
    >
      <div class="group-head">
        <select
          aria-label={
            isRoot ? t("How the conditions combine") : t("How the conditions of this group combine")
          }
          value={kind}
          onChange={({ currentTarget }) => onChange(groupOf(currentTarget.value as GroupKind, members))}
        >
          {GROUP_WORDS.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
        {!isRoot && <NodeActions what={t("this group")} node={node} onChange={onChange} />}
      </div>
      <RefusalText texts={refusals} />
      {members.length > 0 && (
        <ol class="members">
          {members.map((member, index) => (
            <li key={index}>
              {index > 0 && <span class="joint">{kind === "all" ? t("and") : t("or")}</span>}
              <NodeForm
                node={member}
                pointer={`${pointer}/${kind}/${index}`}
                lists={lists}
                onChange={(changed) => onChange(withMember(node, index, changed))}
              />
            </li>
          ))}
        </ol>
      )}
      <AddCondition isFirst={members.length === 0} onAdd={(added) => onChange(withNewMember(node, added))} />
    </div>
  );
}

function NodeForm({ node, pointer, lists, onChange }: BuilderProps<Condition>) {
  if (isNot(node)) {
    return (
      <div class="group not" role="group" aria-label={t("Must not be true")}>
        <div class="group-head">
          <span class="legend">{t("This must not be true")}</span>
          <button type="button" class="quiet small" onClick={() => onChange(node.not)}>
            {t("Take “not” away")}
          </button>
        </div>
        <NodeForm
          node={node.not}
          pointer={`${pointer}/not`}
          lists={lists}
          onChange={(changed) => onChange(changed && { not: changed })}
        />
      </div>
    );
  }
  if (isGroup(node)) return <GroupForm node={node} pointer={pointer} lists={lists} onChange={onChange} />;
  if (!isCheck(node)) return null;
  const label = kindOfCheck(node.check)?.label ?? node.check;
  return (
    <div class="condition" role="group" aria-label={label}>
      <div class="group-head">
        <span class="legend">{label}</span>
        <NodeActions what={label} node={node} onChange={onChange} />
      </div>
      <CheckForm check={node} pointer={pointer} lists={lists} onChange={onChange} />
    </div>
  );
}

interface NodeActionsProps {
  what: string;
  node: Condition;
  onChange: (node: Condition | null) => void;
}

const NodeActions = ({ what, node, onChange }: NodeActionsProps) => (
  <span class="node-actions">
    <button
      type="button"
      class="quiet small"
      aria-label={t("Not: {what}", { what })}
      title={t("Turn into its opposite")}
      onClick={() => onChange({ not: node })}
    >
      {t("Not")}
    </button>
    <button
      type="button"
      class="quiet small"
      aria-label={t("Put into a group: {what}", { what })}
      onClick={() => onChange({ any: [node] })}
    >
      {t("Group")}
    </button>
    <button
      type="button"
      class="quiet small"
      aria-label={t("Remove: {what}", { what })}
      onClick={() => onChange(null)}
    >
      {t("Remove")}
    </button>
  </span>
);

function AddCondition({ isFirst, onAdd }: { isFirst: boolean; onAdd: (condition: Condition) => void }) {
  const [chosen, setChosen] = useState(0);
  return (
    <div class="adder">
      {isFirst && <p class="hint">{t("What should the rule look for?")}</p>}
      <select
        aria-label={t("Kind of condition")}
        value={String(chosen)}
        onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
      >
        {STARTS.map(({ label }, index) => (
          <option key={label} value={String(index)}>
            {label}
          </option>
        ))}
      </select>
      <button type="button" onClick={() => onAdd(structuredClone(STARTS[chosen]!.check))}>
        {t("+ Add condition")}
      </button>
    </div>
  );
}
