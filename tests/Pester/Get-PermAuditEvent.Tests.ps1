BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermAuditEvent' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Admin
        $null = New-PermUser bob
        Disable-PermUser ann
    }

    It 'gives everything, oldest first' {
        $events = Get-PermAuditEvent
        $events[0] | Should -BeOfType PermAuditEvent
        $events.Id | Should -Be (1..$events.Count)
        $events[-1].Target, $events[-1].Actor | Should -Be ann, tester
    }

    It 'finds the history of a thing by name, wildcard and pipe' {
        (Get-PermAuditEvent ANN).Action | Should -Be UserCreated, UserDeactivated
        (Get-PermAuditEvent 'a?n' -TargetType User).Count | Should -Be 2
        (Get-PermUser ann | Get-PermAuditEvent).Count | Should -Be 2
        ('ann', 'bob' | Get-PermAuditEvent).Target | Should -Be ann, ann, bob
        ([pscustomobject]@{ UserName = 'bob' } | Get-PermAuditEvent).Target | Should -Be bob
        Get-PermAuditEvent nobody | Should -BeNullOrEmpty
    }

    It 'gives the events of several targets oldest first over all of them, each once' {
        Set-PermUser ann -Department Press
        Set-PermUser bob -Department Press
        Set-PermUser ann -Department Legal
        $events = @(Get-PermAuditEvent bob, ann, a*n -TargetType User)
        $events.Id | Should -Be @($events.Id | Sort-Object -Unique)
        $events[-3..-1].Target | Should -Be ann, bob, ann
        (Get-PermAuditEvent bob, ann -Newest 2).Target | Should -Be bob, ann
        (Get-PermAuditEvent bob, ann -First 1).Target | Should -Be ann
        Get-PermAuditEvent bob, ann -First 0 | Should -BeNullOrEmpty
        ('ann', 'bob' | Get-PermAuditEvent -Newest 1).Target | Should -Be ann, bob
    }

    It 'filters by action, actor, type, time and command' {
        (Get-PermAuditEvent -Action UserC*, userdeactivated, Nothing).Count | Should -Be 3
        (Get-PermAuditEvent -Actor tester).Count | Should -Be (Get-PermAuditEvent).Count
        Get-PermAuditEvent -Actor somebody | Should -BeNullOrEmpty
        (Get-PermAuditEvent -TargetType Profile -Action ProfileCreated).Target | Should -Be Admin, Editor, Viewer
        (Get-PermAuditEvent -After (Get-Date).AddHours(-1)).Count | Should -Be (Get-PermAuditEvent).Count
        Get-PermAuditEvent -After (Get-Date).AddHours(1) | Should -BeNullOrEmpty
        Get-PermAuditEvent -Before '2020-01-01' | Should -BeNullOrEmpty
        'eve', 'max' | ForEach-Object { [pscustomobject]@{ UserName = $_ } } | New-PermUser | Should -HaveCount 2
        $newest = Get-PermAuditEvent -Newest 1
        (Get-PermAuditEvent -CorrelationId $newest.CorrelationId).Target | Should -Be eve, max
    }

    It 'takes some from either end, and lets the pipeline end it' {
        $all = Get-PermAuditEvent
        (Get-PermAuditEvent -First 2).Id | Should -Be 1, 2
        (Get-PermAuditEvent -Newest 2).Id | Should -Be ($all.Count - 1), $all.Count
        (Get-PermAuditEvent | Select-Object -First 1).Id | Should -Be 1
        Get-PermAuditEvent -Newest 0 | Should -BeNullOrEmpty
    }

    It 'tells before and after as JSON' {
        $created = Get-PermAuditEvent bob
        $created.Before | Should -BeNullOrEmpty
        ($created.After | ConvertFrom-Json).ProfileName | Should -Be Viewer
    }
}
