import { Button, CloseButton, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { subjectAddress } from "../../model/compare";
import { knownSubjects, mostSubjects, parseSubject } from "../../model/subjects";
import { text } from "../../model/text";
import { ManyLines } from "../parts/ManyLines";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { Nothing } from "../parts/Problem";
import { TimeControls } from "../parts/TimeControls";
import { usePageTitle } from "../parts/usePageTitle";
import style from "./Compare.module.css";

/** Up to eight pods and workloads in one chart; which, is in the address. */
export function ComparePage() {
  usePageTitle(text.compare.title);
  const [parameters, setParameters] = useSearchParams();
  const subjects = knownSubjects(parameters.getAll("s"));
  const change = (chosen: string[]) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete("s");
        for (const subject of chosen) next.append("s", subject);
        return next;
      },
      { preventScrollReset: true },
    );
  return (
    <>
      <PageHead title={text.compare.title} aside={subjects.length > 0 && <TimeControls />} />
      <ul className={style.subjects} aria-label={text.compare.subjects}>
        {subjects.map((subject) => (
          <li key={subject}>
            <SubjectLink subject={subject} />
            <CloseButton
              size="sm"
              aria-label={text.compare.remove(shortName(subject))}
              onClick={() => change(subjects.filter((other) => other !== subject))}
            />
          </li>
        ))}
      </ul>
      <Add subjects={subjects} add={(subject) => change([...subjects, subject])} />
      {subjects.length === 0 ? (
        <Panel>
          <Nothing
            title={text.compare.nothing}
            detail={text.compare.how}
            action={
              <Button component={Link} to="/pods" variant="default" size="xs">
                {text.overview.seeAll}
              </Button>
            }
          />
        </Panel>
      ) : (
        <div className={style.charts}>
          <ManyLines
            of={{ kind: "compare", subjects }}
            titles={{ cpu: text.charts.cpu, memory: text.charts.memory }}
            nameOf={shortName}
            height={340}
          />
        </div>
      )}
    </>
  );
}

function SubjectLink({ subject }: { subject: string }) {
  const parsed = parseSubject(subject);
  return parsed === null ? <span>{subject}</span> : <Link to={subjectAddress(parsed)}>{shortName(subject)}</Link>;
}

/** Namespace and name; of a workload its kind, too. */
function shortName(subject: string): string {
  const parsed = parseSubject(subject);
  if (parsed === null) return subject;
  return parsed.kind === "pod" ? `${parsed.namespace}/${parsed.name}` : `${parsed.namespace}/${parsed.workloadKind} ${parsed.name}`;
}

function Add({ subjects, add }: { subjects: string[]; add: (subject: string) => void }) {
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const subject = typed.trim();
    if (subjects.length >= mostSubjects) setError(text.compare.full(String(mostSubjects)));
    else if (parseSubject(subject) === null) setError(text.compare.form);
    else if (subjects.includes(subject)) setError(text.compare.already);
    else {
      setError(null);
      setTyped("");
      add(subject);
    }
  };
  return (
    <form className={style.add} onSubmit={submit}>
      <TextInput
        size="xs"
        aria-label={text.compare.add}
        placeholder="pod:shop/cart-0"
        value={typed}
        error={error}
        onChange={(event) => setTyped(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <Button type="submit" size="xs" variant="default">
        {text.compare.add}
      </Button>
    </form>
  );
}
