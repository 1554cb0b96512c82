import { describe, expect, it } from "vitest";
import { viewerPage } from "../../../cli/growth/viewerPage.ts";
import { frame, sceneOf } from "./handmade.ts";

const hostile = `</script><script>alert("1")</script>`;

describe("the viewer page", () => {
  const scene = { ...sceneOf(frame), title: hostile };
  const page = viewerPage(scene, "start();");

  it("shows text of a model as text", () => {
    expect(page).not.toContain("<script>alert");
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).toContain("<h1>&lt;/script&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</h1>");
  });

  it("holds the whole scene", () => {
    const data = /<script id="growth" type="application\/json">(.*)<\/script>/.exec(page)?.[1] ?? "";
    expect(JSON.parse(data)).toEqual(scene);
  });

  it("asks for nothing from the network", () => {
    expect(page).not.toMatch(/<(?:script|link|img)[^>]*(?:src|href)=/);
  });
});
