BeforeDiscovery {
    . $PSScriptRoot/PostgresSetup.ps1
    $script:skip = Test-PostgresMissing
}

BeforeAll {
    . $PSScriptRoot/Setup.ps1

    # For the whole file, as a job that begins writes back what it read: set right after Start-ThreadJob, the folder was gone in 14 of 200 tries.
    $script:modulePath = $env:PSModulePath
    $env:PSModulePath = "$script:root/out$([IO.Path]::PathSeparator)$script:modulePath"

    function Invoke-Example {
        # Runs an example as a scheduler does: in a process of its own that finds the module by its name.
        $name, $arguments = $args
        $output = pwsh -NoProfile -NonInteractive -File "$script:root/examples/$name" @arguments 2>&1 | Out-String -Width 200
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output }
    }
}

AfterAll { $env:PSModulePath = $script:modulePath }

Describe 'examples with a server' -Skip:$skip {
    BeforeAll {
        . $PSScriptRoot/PostgresSetup.ps1
        $script:server = Start-PostgresServer
    }

    AfterAll { Stop-PostgresServer $server }

    It 'shared-store.ps1 moves a store to a server and back with the same trail' {
        $path = (New-TestStore).Path
        $null = New-PermUser ann -Profile Editor
        $digest = (Get-PermAuditDigest).Hash
        Disconnect-PermStore
        $url = $server.Url + 't' + [guid]::NewGuid().ToString('N')
        $moved = Invoke-Example shared-store.ps1 -StorePath $path -ConnectionString $url -BackTo "$TestDrive/back.db"
        $moved.ExitCode | Should -Be 0 -Because $moved.Output
        $moved.Output | Should -BeLike '*PostgreSQL*'
        foreach ($place in $url, "$TestDrive/back.db") {
            (Get-PermAuditDigest -Store $place).Hash | Should -Be $digest
            (Get-PermUser -Store $place).UserName | Should -Contain ann
        }
        # What is there is not written over.
        (Invoke-Example shared-store.ps1 -StorePath $path -ConnectionString $url).ExitCode | Should -Not -Be 0
    }
}

Describe 'examples with a portal' {
    BeforeAll {
        . $PSScriptRoot/PortalSetup.ps1
        $script:fake = Start-FakePortal -Users 12
        $env:PERMMODULE_PORTAL_URI, $env:PERMMODULE_PORTAL_TOKEN = $fake.Uri, $fake.Token
    }

    AfterAll {
        $env:PERMMODULE_PORTAL_URI = $env:PERMMODULE_PORTAL_TOKEN = ''
        Stop-FakePortal $fake
    }

    BeforeEach {
        $script:path = (New-TestStore -Empty).Path
        Connect-FakePortal $fake
        Sync-PermPortal Pull
        Disconnect-PermStore
    }

    It 'portal-onboarding.ps1 shows a plan, keeps it, and creates newcomers when told to' {
        $table = "$TestDrive/newcomers.csv"
        "UserName,Email,FirstName,LastName,Profile,Group`neve,eve@example.com,Eve,Berg,Editors,Agency`nfinn,finn@example.com,,,Viewers," | Set-Content $table
        $shown = Invoke-Example portal-onboarding.ps1 -StorePath $script:path -Path $table -PlanPath "$TestDrive/plan.json"
        $shown.ExitCode | Should -Be 0 -Because $shown.Output
        $shown.Output | Should -BeLike '*asks for FirstName, LastName*'
        (Invoke-FakePortal $fake).users | Should -Be 13
        (Get-Content "$TestDrive/plan.json" -Raw | ConvertFrom-Json).Name | Should -Be eve, eve, finn
        $done = Invoke-Example portal-onboarding.ps1 -StorePath $script:path -Path $table -Apply
        $done.ExitCode | Should -Be 0 -Because $done.Output
        (Invoke-FakePortal $fake).users | Should -Be 14
        $null = Invoke-FakePortal $fake user @{ userName = 'eve'; isGone = $true }
    }

    It 'portal-nightly-drift.ps1 fails the job by as many differences as there are' {
        $arguments = '-StorePath', $script:path, '-RequestsPerSecond', 10000, '-RequestsPerWindow', 1000000
        (Invoke-Example portal-nightly-drift.ps1 @arguments).ExitCode | Should -Be 0
        $null = Invoke-FakePortal $fake user @{ userName = 'user0001'; department = 'Finance' }
        $null = Invoke-FakePortal $fake user @{ userName = 'stranger'; profile = 'Viewers' }
        $night = Invoke-Example portal-nightly-drift.ps1 @arguments -Path "$TestDrive/drift.csv" -UpdateStore
        $night.ExitCode | Should -Be 2 -Because $night.Output
        (Import-Csv "$TestDrive/drift.csv").Name | Should -Be user0001, stranger
        $null = Invoke-FakePortal $fake user @{ userName = 'stranger'; isGone = $true }
    }
}

Describe 'examples' {
    BeforeEach {
        $store = New-TestStore
        $script:path = $store.Path
        $script:folder = "$TestDrive/$([guid]::NewGuid())"
    }

    Context 'who-could.ps1' {
        It 'says who could then, and whether they still can' {
            $null = New-PermUser ann -Profile Editor
            $null = New-PermUser bob -Profile Editor
            $null = New-PermUser cid -Profile Editor
            $null = New-PermUser dan -Profile Editor
            Start-Sleep -Milliseconds 1100
            $then = Get-Date -Format 'yyyy-MM-dd HH:mm:ss'
            Start-Sleep -Milliseconds 1100
            Set-PermUser ann -Profile Viewer
            Set-PermUser cid -NewUserName cynthia
            Remove-PermUser dan -Confirm:$false
            $null = New-PermUser dan -Profile Editor
            $answer = Invoke-Example who-could.ps1 -StorePath $script:path -Right *.upload-assets -AsOf $then -Path "$TestDrive/who.csv"
            $answer.ExitCode | Should -Be 0 -Because $answer.Output
            $rows = Import-Csv "$TestDrive/who.csv"
            $rows.UserName | Should -Be ann, bob, cid, dan
            $rows.StillHolds | Should -Be False, True, True, False
        }
    }

    Context 'undo.ps1' {
        It 'shows what undoing the last command would do, and undoes it when told to' {
            $null = New-PermUser ann
            Disable-PermUser ann
            $shown = Invoke-Example undo.ps1 -StorePath $script:path -Actor tester
            $shown.ExitCode | Should -Be 0 -Because $shown.Output
            (Get-PermUser ann).IsActive | Should -BeFalse
            $done = Invoke-Example undo.ps1 -StorePath $script:path -Actor tester -Apply
            $done.ExitCode | Should -Be 0 -Because $done.Output
            $done.Output | Should -BeLike '*UserDeactivated*Undone*'
            (Get-PermUser ann).IsActive | Should -BeTrue
        }
    }

    Context 'nightly-audit.ps1' {
        It 'fails the job by as many errors as there are, and writes report and digest' {
            $night = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            $night.Output | Should -BeLike '*PortalOwnerMissing*'
            $night.ExitCode | Should -Be 1 -Because $night.Output
            (Get-ChildItem $script:folder -Filter report-*.html).Count | Should -Be 1
            $night.Output | Should -Match 'Error\s+PortalOwnerMissing\s+1'
            (Import-Csv (Get-ChildItem $script:folder -Filter report-*.csv)).RuleName | Should -Contain PortalOwnerMissing
            Get-Content "$script:folder/digests.jsonl" | Test-PermAuditTrail | Should -BeTrue
        }

        It 'passes when nothing is wrong, and compares with the night before' {
            'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Profile Editor; Add-PermRoleMember -Role PortalOwner -User $_ }
            $null = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            $null = New-PermUser eve
            $night = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            $night.ExitCode | Should -Be 0 -Because $night.Output
            (Get-Content "$script:folder/digests.jsonl").Count | Should -Be 2
            (Get-ChildItem $script:folder -Filter report-*.json).Count | Should -Be 2
        }

        It 'finds that the trail was put back to an earlier night, and keeps no digest of that' {
            'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Profile Editor; Add-PermRoleMember -Role PortalOwner -User $_ }
            Disconnect-PermStore
            Copy-Item $script:path "$script:path.copy"
            $null = Connect-PermStore $script:path
            Remove-PermUser ann -Confirm:$false
            $null = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            Disconnect-PermStore
            Remove-Item "$script:path", "$script:path-*"
            Copy-Item "$script:path.copy" $script:path
            $night = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            $night.ExitCode | Should -Be 1 -Because $night.Output
            $night.Output | Should -BeLike '*The trail was cut*'
            (Get-Content "$script:folder/digests.jsonl").Count | Should -Be 1
        }

        It 'does not pass where there is no store' {
            (Invoke-Example nightly-audit.ps1 -StorePath "$TestDrive/none.db" -Folder $script:folder).ExitCode | Should -Not -Be 0
        }
    }

    Context 'report-to-chat.ps1' {
        BeforeAll {
            function Start-FakeWebhook {
                # Answers one request with a status after a while, and keeps what came.
                [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
                param([int] $Status = 200, [int] $Delay = 0)
                $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
                $probe.Start()
                $uri = "http://127.0.0.1:$($probe.LocalEndpoint.Port)/hook/s3cret/"
                $probe.Stop()
                $listener = [Net.HttpListener]::new()
                $listener.Prefixes.Add($uri)
                $listener.Start()
                $job = Start-ThreadJob {
                    $context = ($using:listener).GetContext()
                    $body = [IO.StreamReader]::new($context.Request.InputStream, [Text.Encoding]::UTF8).ReadToEnd()
                    Start-Sleep -Seconds $using:Delay
                    $context.Response.StatusCode = $using:Status
                    $context.Response.Close()
                    [pscustomobject]@{ Type = $context.Request.ContentType; Body = $body }
                }
                [pscustomobject]@{ Uri = $uri; Job = $job; Listener = $listener }
            }
        }

        AfterEach {
            $env:PERM_WEBHOOK = ''
            if ($hook) {
                $hook.Listener.Close()
                $hook.Job | Remove-Job -Force
            }
        }

        It 'posts a card to Teams' {
            $hook = Start-FakeWebhook
            $env:PERM_WEBHOOK = $hook.Uri
            $run = Invoke-Example report-to-chat.ps1 -StorePath $script:path -Chat Teams -Title 'Nightly <b>'
            $run.ExitCode | Should -Be 0 -Because $run.Output
            $sent = $hook.Job | Receive-Job -Wait
            $sent.Type | Should -BeLike 'application/json*'
            $card = ($sent.Body | ConvertFrom-Json).attachments[0]
            $card.contentType, $card.content.type | Should -Be application/vnd.microsoft.card.adaptive, AdaptiveCard
            $card.content.body[0].text | Should -Be 'Nightly \<b\>'
        }

        It 'posts a text to Slack' {
            $hook = Start-FakeWebhook
            $env:PERM_WEBHOOK = $hook.Uri
            $run = Invoke-Example report-to-chat.ps1 -StorePath $script:path -Chat Slack -Title 'Nightly <!channel>'
            $run.ExitCode | Should -Be 0 -Because $run.Output
            (($hook.Job | Receive-Job -Wait).Body | ConvertFrom-Json).text | Should -Match '(?s)^```Nightly &lt;!channel&gt;.*PortalOwnerMissing.*```$'
        }

        It 'fails without telling the address when the webhook <What>' -ForEach @(
            @{ What = 'refuses'; Status = 403; Delay = 0; Why = 'answered 403' }
            @{ What = 'does not answer in time'; Status = 200; Delay = 8; Why = 'did not answer' }
        ) {
            $hook = Start-FakeWebhook -Status $Status -Delay $Delay
            $env:PERM_WEBHOOK = $hook.Uri
            $run = Invoke-Example report-to-chat.ps1 -StorePath $script:path -Chat Teams -TimeoutSec ($Delay ? 1 : 30)
            $run.ExitCode | Should -Not -Be 0
            $run.Output | Should -BeLike "*$Why*"
            $run.Output | Should -Not -BeLike '*s3cret*'
        }
    }

    Context 'report-by-mail.ps1' {
        It 'hands text, page and workbook to a mail server' {
            $server = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $server.Start()
            $port = $server.LocalEndpoint.Port
            $job = Start-ThreadJob {
                $client = ($using:server).AcceptTcpClient()
                $stream = $client.GetStream()
                $reader = [IO.StreamReader]::new($stream)
                $writer = [IO.StreamWriter]::new($stream)
                $writer.NewLine = "`r`n"
                $writer.AutoFlush = $true
                $writer.WriteLine('220 fake')
                $isData = $false
                while ($null -ne ($line = $reader.ReadLine())) {
                    $line
                    if ($isData) {
                        if ($line -ne '.') { continue }
                        $isData = $false
                    }
                    elseif ($line -eq 'DATA') {
                        $isData = $true
                        $writer.WriteLine('354 go on')
                        continue
                    }
                    $writer.WriteLine('250 ok')
                    if ($line -eq 'QUIT') { break }
                }
                $client.Close()
            }
            try {
                $run = Invoke-Example report-by-mail.ps1 -StorePath $script:path -To it@example.com -From perm@example.com -Server 127.0.0.1 -Port $port -NoTls
                $run.ExitCode | Should -Be 0 -Because $run.Output
                $mail = ($job | Receive-Job -Wait) -join "`n"
                $mail | Should -BeLike '*RCPT TO:<it@example.com>*Subject: Portal permissions*report.html*report.xlsx*'
            }
            finally {
                $server.Stop()
                $job | Remove-Job -Force
            }
        }
    }

    Context 'audit-runbook.ps1' {
        It 'writes the report and fails when there are errors' {
            $run = Invoke-Example audit-runbook.ps1 -StorePath $script:path
            $run.ExitCode | Should -Not -Be 0
            $run.Output | Should -BeLike '*PortalOwnerMissing*The audit found 1 error.*'
        }
    }

    Context 'register-nightly-audit.ps1' {
        It 'says what it would register' {
            $run = Invoke-Example register-nightly-audit.ps1 -StorePath C:\Perm\perm.db -Folder D:\audit -WhatIf
            $run.ExitCode | Should -Be 0 -Because $run.Output
            $run.Output | Should -BeLike '*nightly-audit.ps1*-StorePath "C:\Perm\perm.db"*'
        }
    }

    Context 'Schedules in files' {
        It 'call scripts and parameters that there are: <_>' -ForEach 'nightly-audit.cron', 'github-actions-audit.yml' {
            foreach ($line in Get-Content "$script:root/examples/$_" | Where-Object { $_ -match 'pwsh .*-File|^\s+run: ' }) {
                if ($line -match '/opt/perm/(?<script>[\w-]+\.ps1)(?<rest>[^>]*)') {
                    $command = Get-Command "$script:root/examples/$($Matches.script)"
                    $named = [regex]::Matches($Matches.rest, '\s-(\w+)').ForEach({ $_.Groups[1].Value })
                    foreach ($parameter in $named) { $command.Parameters.Keys | Should -Contain $parameter }
                }
                else {
                    $tree = [System.Management.Automation.Language.Parser]::ParseInput(($line -replace '^\s+run: '), [ref]$null, [ref]$null)
                    foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -match 'Perm' }, $true)) {
                        $command = Get-Command $call.GetCommandName()
                        foreach ($parameter in $call.CommandElements.Where({ $_ -is [System.Management.Automation.Language.CommandParameterAst] })) {
                            $command.Parameters.Keys | Should -Contain $parameter.ParameterName
                        }
                    }
                }
            }
        }
    }

    Context 'seat-cleanup.ps1' {
        BeforeEach {
            $null = 'ann', 'bob', 'owner' | ForEach-Object { New-PermUser $_ -Profile Editor }
            Add-PermRoleMember -Role PortalOwner -User owner
        }

        It 'shows what would happen and does nothing' {
            $run = Invoke-Example seat-cleanup.ps1 -StorePath $script:path -NotSeenFor 0
            $run.ExitCode | Should -Be 0 -Because $run.Output
            $run.Output | Should -BeLike '*What if*ann*Regular 3 -> 1*'
            (Get-PermUser -Active).UserName | Should -Be ann, bob, owner
        }

        It 'deactivates with -Apply, keeps who that was, and can be taken back' {
            $log = "$TestDrive/$([guid]::NewGuid()).csv"
            $run = Invoke-Example seat-cleanup.ps1 -StorePath $script:path -NotSeenFor 0 -Apply -LogPath $log
            $run.ExitCode | Should -Be 0 -Because $run.Output
            (Get-PermUser -Active).UserName | Should -Be owner
            Import-Csv $log | Enable-PermUser
            (Get-PermUser -Active).UserName | Should -Be ann, bob, owner
        }
    }

    Context 'seat-planning.ps1' {
        It 'says what a right would cost and changes nothing' {
            $null = New-PermUser ann -Profile Viewer
            Set-SeatContract -Regular 0
            $digest = Get-PermAuditDigest
            $run = Invoke-Example seat-planning.ps1 -StorePath $script:path -Right 'asset-bank.asset-management.upload-assets'
            $run.ExitCode | Should -Be 0 -Because $run.Output
            $run.Output | Should -BeLike '*Viewer*Light*Regular*False*'
            Get-PermAuditDigest | Should -Be $digest
        }
    }

    Context 'onboarding.ps1' {
        BeforeEach { $null = 'Viewers', 'Editors' | ForEach-Object { New-PermProfile $_ -Right asset-bank.collections.create-collections } }

        It 'brings the people in, and changes nothing the second time' {
            $list = "$script:root/examples/data/people.csv"
            $rejects = "$TestDrive/rejects.csv"
            $run = Invoke-Example onboarding.ps1 -StorePath $script:path -Path $list -RejectPath $rejects
            $run.ExitCode | Should -Be 0 -Because $run.Output
            @(Get-PermUser).Count | Should -Be @(Import-Csv $list).Count
            $digest = Get-PermAuditDigest
            $null = Invoke-Example onboarding.ps1 -StorePath $script:path -Path $list -RejectPath $rejects
            Get-PermAuditDigest | Should -Be $digest
        }

        It 'names the rows it cannot take and fails the job' {
            $run = Invoke-Example onboarding.ps1 -StorePath $script:path -Path "$script:root/examples/data/bad-people.csv" -RejectPath "$TestDrive/bad.csv"
            $run.ExitCode | Should -Be 1
            $run.Output | Should -BeLike '*Wizards*'
            "$TestDrive/bad.csv" | Should -Exist
        }

        It 'changes nothing with -WhatIf' {
            $run = Invoke-Example onboarding.ps1 -StorePath $script:path -Path "$script:root/examples/data/newcomers.txt" -ProfileName Viewers -WhatIf
            $run.ExitCode | Should -Be 0 -Because $run.Output
            Get-PermUser | Should -BeNullOrEmpty
        }
    }
}
