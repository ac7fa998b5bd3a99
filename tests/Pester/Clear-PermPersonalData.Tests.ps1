BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Clear-PermPersonalData' {
    BeforeEach {
        $script:store = New-TestStore
        $null = New-PermUser zzann -Email zzann@example.com -FirstName Zzfirst -LastName Zzlast -Department Zzdepartment -Profile Viewer
        $null = New-PermUser bob -Profile Viewer
        $null = New-PermGroup Team -Description 'Led by Zzfirst Zzlast'
        Add-PermGroupMember Team zzann
        $null = Submit-WaitingRoomItem -Kind Download -Requester zzann -Asset a -Reason Zzreason
        $script:digest = Get-PermAuditDigest
    }

    It 'erases a removed user and leaves a trail that verifies, with its digests' {
        Remove-PermUser zzann -Confirm:$false
        $erased = Clear-PermPersonalData zzann -Confirm:$false
        $erased.GetType().FullName | Should -Be PermModule.PermErasure
        $erased.Pseudonym | Should -BeLike 'erased-*'
        $erased.Requests | Should -Be 1
        (Get-PermAuditEvent | Where-Object IsErased).Count | Should -Be $erased.Events
        (Get-PermAuditEvent $erased.Pseudonym -Action UserCreated).After | Should -BeLike "*`"Email`":`"$($erased.Pseudonym)`"*"
        $script:digest | Test-PermAuditTrail | Should -BeTrue
        Test-PermStore | Should -BeTrue
        $bytes = foreach ($file in Get-ChildItem (Split-Path $script:store.Path)) {
            $stream = [IO.FileStream]::new($file.FullName, 'Open', 'Read', 'ReadWrite, Delete')
            try { [IO.StreamReader]::new($stream, [Text.Encoding]::Latin1).ReadToEnd() } finally { $stream.Dispose() }
        }
        "$bytes" | Should -Not -Match 'zzann|zzfirst|zzlast|zzdepartment|zzreason'
    }

    It 'leaves an exported trail that <Program> verifies, and no longer once what remains is changed' -ForEach @(
        @{ Program = 'pwsh'; Script = 'verify-audit-trail.ps1' }
        @{ Program = 'python3'; Script = 'verify-audit-trail.py' }
        @{ Program = 'node'; Script = 'verify-audit-trail.mjs' }
    ) {
        if (-not (Get-Command $Program -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because "$Program is not installed here" }
        Remove-PermUser zzann -Confirm:$false
        $erased = Clear-PermPersonalData zzann -Confirm:$false
        $path = "$TestDrive/$([guid]::NewGuid()).jsonl"
        $null = Export-PermAuditTrail $path
        "$(& $Program "$script:root/examples/$Script" $path 2>&1)" | Should -Match (Get-PermAuditDigest).Hash.Substring(0, 12)
        $LASTEXITCODE | Should -Be 0
        $lines = Get-Content $path
        $place = @(0..($lines.Count - 1)).Where({ $lines[$_] -like '*"UserCreated"*' -and $lines[$_] -like "*$($erased.Pseudonym)*" })[0]
        $changes = @{ "`"Target`":`"$($erased.Pseudonym)`"" = '"Target":"zzann"'; 'Viewer' = 'Admin'; '"AfterSeal":"' = '"AfterSeal":"0'; '"TargetId":' = '"TargetId":1' }
        foreach ($change in $changes.GetEnumerator()) {
            $changed = @($lines)
            $changed[$place] = $lines[$place] -creplace [regex]::Escape($change.Key), $change.Value
            $changed[$place] | Should -Not -Be $lines[$place]
            $changed | Set-Content $path
            $null = & $Program "$script:root/examples/$Script" $path 2>&1
            $LASTEXITCODE | Should -Be 1 -Because $change.Key
        }
    }

    It 'erases a removed user whose name another one has, by the object and not by the name' {
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        Start-Sleep -Milliseconds 20
        $gone = Remove-PermUser zzann -Confirm:$false -PassThru
        $null = New-PermUser zzann -Department Art -Profile Viewer
        Clear-PermPersonalData zzann -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        Get-PermUser zzann | Clear-PermPersonalData -Confirm:$false -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused[0].FullyQualifiedErrorId | Should -Be 'UserStillThere,PermModule.Commands.ClearPermPersonalDataCommand'
        "$($refused[0])" | Should -Be "A user who was removed was called 'zzann', and the user 'zzann' has the name since. Pipe in the removed user, as Remove-PermUser -PassThru or Get-PermUser -AsOf writes them."
        "$($refused[1])" | Should -Be "'zzann' is a user; only the personal data of removed users is erased. Remove the user with Remove-PermUser first."
        $past = Get-PermUser zzann -AsOf $then
        $past.Id | Should -Be $gone.Id
        $past | Clear-PermPersonalData -WhatIf
        $erased = $past | Clear-PermPersonalData -Confirm:$false
        (Get-PermUser zzann).Department | Should -Be Art
        (Get-PermAuditEvent $erased.Pseudonym -Action UserRemoved).TargetId | Should -Be $gone.Id
        $gone | Clear-PermPersonalData -Confirm:$false -ErrorVariable again -ErrorAction SilentlyContinue
        "$again" | Should -BeLike "The user that was read as 'zzann' was not removed, or the personal data is erased already. *"
        Test-PermAuditTrail | Should -BeTrue
    }

    It 'erases the reason of a request that was passed on, and leaves the one of somebody else who took it over' {
        $null = Submit-WaitingRoomItem Download bob b -Reason 'Bob needs it'
        $item = Get-WaitingRoomItem -State Pending | Where-Object Requester -EQ zzann
        Remove-PermUser zzann -Transfer bob -Confirm:$false
        $pseudonym = (Clear-PermPersonalData zzann -Confirm:$false).Pseudonym
        $now = Get-WaitingRoomItem $item.Id
        $now.Requester, $now.Reason | Should -Be bob, $pseudonym
        (Get-WaitingRoomItem -State Pending | Where-Object Id -NE $item.Id).Reason | Should -Be 'Bob needs it'
        (Get-PermAuditEvent "$($item.Id)" -Action RequestSubmitted).After | Should -Not -BeLike '*Zzreason*'
    }

    It 'leaves the past of everybody else to be asked for, and says whose is gone' {
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        $seats = Get-SeatUsage Light | ConvertTo-Json
        Start-Sleep -Milliseconds 20
        Set-PermUser bob -Department Press
        Remove-PermUser zzann -Confirm:$false
        $pseudonym = (Clear-PermPersonalData zzann -Confirm:$false).Pseudonym
        (Get-PermUser bob -AsOf $then).Department | Should -BeNullOrEmpty
        $users = Get-PermUser -AsOf $then -WarningVariable said -WarningAction SilentlyContinue
        $users.UserName | Sort-Object | Should -Be bob, $pseudonym
        "$said" | Should -BeLike '*personal data of a user*was erased*'
        $erased = $users | Where-Object UserName -EQ $pseudonym
        $erased.Email, $erased.Department, $erased.ProfileName | Should -Be $null, $null, 'Viewer'
        Get-SeatUsage Light -AsOf $then 3>$null | ConvertTo-Json | Should -BeExactly $seats
        (Get-PermGroupMember Team -AsOf $then 3>$null).UserName | Should -Be $pseudonym
        (Get-PermRightHolder 'Create collections' -AsOf $then 3>$null).UserName | Sort-Object | Should -Be bob, $pseudonym
        { Get-PermUser zzann -AsOf $then -ErrorAction Stop } | Should -Throw -ErrorId 'AsOfErased,*'
        { Test-PermRight zzann 'Create collections' -AsOf $then -ErrorAction Stop } | Should -Throw -ErrorId 'AsOfErased,*'
        Test-PermStore | Should -BeTrue
    }

    It 'refuses a user who is there, and one who never was' {
        Clear-PermPersonalData bob, nobody -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be 'UserStillThere,PermModule.Commands.ClearPermPersonalDataCommand', 'UserNotFound,PermModule.Commands.ClearPermPersonalDataCommand'
        (Get-PermUser bob).UserName | Should -Be bob
    }

    It 'says with -WhatIf how much it is about, and erases nothing' {
        Remove-PermUser zzann -Confirm:$false
        $said = Get-WhatIfText { Clear-PermPersonalData -RemovedBefore (Get-Date).AddDays(1) -WhatIf }
        $said | Should -BeLike '*from * events and 1 request*1 removed user*'
        Get-PermAuditEvent zzann | Should -Not -BeNullOrEmpty
    }

    It 'erases all who were removed before a time' {
        Remove-PermUser zzann, bob -Confirm:$false
        Clear-PermPersonalData -RemovedBefore (Get-Date).AddDays(-1) -Confirm:$false | Should -BeNullOrEmpty
        (Clear-PermPersonalData -RemovedBefore (Get-Date).AddDays(1) -Confirm:$false).Count | Should -Be 2
        Test-PermAuditTrail | Should -BeTrue
    }

    It 'warns of free space with a line that overwrites it and erases nobody else' {
        Remove-PermUser zzann, bob -Confirm:$false
        $null = Clear-PermPersonalData zzann -Confirm:$false
        $steps = [PermModule.Commands.PermCmdlet].Assembly.GetType('PermModule.Errors.NextSteps').GetField('Steps', 'NonPublic, Static').GetValue($null)
        $step = ($steps.GetEnumerator() | Where-Object { $_.Key.Item1 -eq 'ErasedNotOverwritten' }).Value
        $step -match 'run (Clear-PermPersonalData \S+ \S+),' | Should -BeTrue
        & ([scriptblock]::Create("$($Matches[1]) -Confirm:`$false")) | Should -BeNullOrEmpty
        Get-PermAuditEvent bob -Action UserRemoved | Should -Not -BeNullOrEmpty
    }

    It 'takes removed users from the pipeline' {
        $erased = Remove-PermUser zzann -PassThru -Confirm:$false | Clear-PermPersonalData -Confirm:$false
        $erased.Events | Should -BeGreaterThan 2
    }
}
