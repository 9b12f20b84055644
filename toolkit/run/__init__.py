"""How do the audits of a month get done, for every service, whatever goes wrong with one of them?

`batch` is the main job. `plan` says what must run, `workers` and `worker` run it apart from each other,
`execute` runs one notebook, `publish` puts results in place, `findings` and `manifest` say what they
hold and what they were made from, `lock` and `register` keep runs apart and on record.
"""
